import type { StoredFile } from "../schema";

export interface PreviewProps {
  file: StoredFile;
  /** Its address for previews. */
  url: string;
}
