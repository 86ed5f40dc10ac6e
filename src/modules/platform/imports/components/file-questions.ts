import type { ComponentType } from "react";
import type { FileQuestion } from "../schema";

interface OwnQuestions {
  /** Below the columns of a file. */
  ofColumns?: ComponentType<FileQuestion>;
  /** Below its values. */
  ofValues?: ComponentType<FileQuestion>;
}

/** Questions that only files of one object raise, by entity. */
export type FileQuestions = Readonly<Record<string, OwnQuestions>>;
