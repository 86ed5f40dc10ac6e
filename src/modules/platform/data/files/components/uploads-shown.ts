let isShown = false;
const listeners = new Set<() => void>();

/** Whether this tab has uploads: the code of their panel is loaded with the first one. */
export const areUploadsShown = (): boolean => isShown;

export function showUploads(): void {
  isShown = true;
  for (const listener of listeners) listener();
}

export function followUploads(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
