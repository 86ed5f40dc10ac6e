import "server-only";
import { defaultOptions, storedOptions } from "../rules";

/** The columns of a file that is still being read. */
export const emptyFile = {
  status: "reading",
  sizeBytes: 0n,
  sha256: "",
  encoding: "",
  delimiter: "",
  headerKey: "",
  columns: [],
  mapping: [],
  options: storedOptions(defaultOptions),
  choices: {},
};
