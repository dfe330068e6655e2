/** A document of Firestore as its reader sees it. */
export const documentData = (snapshot) => ({
  id: snapshot.id,
  data: snapshot.data(),
  created: snapshot.createTime,
  updated: snapshot.updateTime,
  read: snapshot.readTime,
});
