import { Picture } from "@/components/ui/picture";
import { cn } from "@/lib/cn";
import type { StoredFile } from "../schema";
import { fileSignOf } from "./file-sign";

interface FileThumbnailProps {
  file: Pick<StoredFile, "thumbnail" | "kind" | "contentType">;
  /** In the line of its name. */
  isSmall?: boolean;
}

/** A small picture of a file, or the icon of its type. */
export function FileThumbnail({ file, isSmall = false }: FileThumbnailProps) {
  const Sign = fileSignOf(file);
  return (
    <span
      className={cn(
        "relative grid shrink-0 place-items-center overflow-hidden text-faint",
        isSmall ? "size-6 rounded-sm" : "size-9 rounded-md border bg-surface-sunken",
      )}
    >
      {file.thumbnail ? <Picture src={file.thumbnail} /> : <Sign aria-hidden className="size-4" />}
    </span>
  );
}
