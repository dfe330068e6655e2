import { Project } from './project.js';

/** Makes a project of `parts`, gives it to `use`, and removes it. Resolves to what `use` does. */
export async function withinProject(parts, use) {
  const project = new Project(parts);
  try {
    return await use(project);
  } finally {
    project.remove();
  }
}
