/** Stands for a record that the reader may not see, in answers, on screens and in files. */
export const unseenRecord = "a record you cannot see";

/** Whether a reference is to a record whose name the reader does not get either. */
export const isUnnamed = ({ id, name }: { id: string | null; name: string }): boolean =>
  id === null && name === unseenRecord;
