const key = "uploads";
const dayMs = 24 * 60 * 60 * 1000;

/** The time at which each file was last changed that this browser began to send, by the id of its upload. */
type Known = Readonly<Record<string, { changedAt: number; begunAt: number }>>;

function read(): Known {
  try {
    const known = JSON.parse(localStorage.getItem(key) ?? "{}") as Known;
    // The server has removed older ones.
    return Object.fromEntries(Object.entries(known).filter(([, { begunAt }]) => begunAt > Date.now() - dayMs));
  } catch {
    return {};
  }
}

function write(known: Known): void {
  try {
    localStorage.setItem(key, JSON.stringify(known));
  } catch {
    // Without storage an interrupted upload begins again.
  }
}

/** Which file each upload is of: another one of the same name and size must not go on with its parts. */
export const uploadMemory = {
  isEmpty: (): boolean => Object.keys(read()).length === 0,
  isOf: (uploadId: string, file: File): boolean => read()[uploadId]?.changedAt === file.lastModified,
  remember: (uploadId: string, file: File): void =>
    write({ ...read(), [uploadId]: { changedAt: file.lastModified, begunAt: Date.now() } }),
  forget: (uploadId: string): void => {
    const { [uploadId]: _, ...others } = read();
    write(others);
  },
};
