/** How the lines of a performer begin: what came of a job, and how far it came in one that it did not end. */
export const PERFORMED = 'performed ';
export const FAR = 'far ';
