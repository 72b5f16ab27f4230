import { projectRefSchema, type ProjectRef } from '@shared/compose/source';

/** Projects as they were left, by the route that led to them: files and profiles may have been added. */
export const remembered = new Map<string, ProjectRef>();

/** The project that a route names; undefined where it names none that can be. */
export function parseProject(json: string): ProjectRef | undefined {
  try {
    return projectRefSchema.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
}
