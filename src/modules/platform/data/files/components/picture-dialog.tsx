"use client";

import { ImageUp, Trash2 } from "lucide-react";
import { useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { DropArea, FileButton } from "@/components/ui/drop-area";
import { NameMark } from "@/components/ui/name-mark";
import { Note } from "@/components/ui/note";
import { Picture } from "@/components/ui/picture";
import { bytesText } from "@/lib/bytes-text";
import { cn } from "@/lib/cn";
import { maxPictureBytes } from "../rules";
import type { UploadTarget } from "./upload-state";
import { usePictureActs } from "./use-picture-acts";

export interface PictureDialogProps {
  target: UploadTarget;
  /** Of the record or member. */
  name: string;
  /** "logo" or "picture". */
  word: string;
  onClose(): void;
}

const types = "image/png,image/jpeg,image/webp,image/gif,image/avif";

/** The picture of a member or record: chosen or dropped, seen before it is saved, and removed. */
export function PictureDialog({ target, name, word, onClose }: PictureDialogProps) {
  const { picture, save, saving, remove, removing, refusal } = usePictureActs(target);
  const [chosen, setChosen] = useState<{ file: File; url: string } | null>(null);
  function choose([file]: readonly File[]) {
    if (chosen) URL.revokeObjectURL(chosen.url);
    setChosen(file ? { file, url: URL.createObjectURL(file) } : null);
  }
  const shown = chosen?.url ?? picture?.address;
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title={`${word === "logo" ? "Logo" : "Picture"} of ${name}`}
        footer={
          <>
            {picture && !chosen ? (
              <Button
                variant="danger"
                icon={<Trash2 aria-hidden />}
                busy={removing}
                onClick={() => void remove().then((done) => done && onClose())}
                className="mr-auto"
              >
                Remove
              </Button>
            ) : null}
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button
              variant="primary"
              disabled={!chosen}
              busy={saving}
              onClick={() => chosen && void save(chosen.file).then((done) => done && onClose())}
            >
              {`Save ${word}`}
            </Button>
          </>
        }
      >
        <DropArea onFiles={choose} hint={`Drop to use this ${word}`} className="grid place-items-center gap-3 py-4">
          {shown ? (
            <span
              className={cn(
                "relative size-24 overflow-hidden bg-surface-sunken",
                word === "logo" ? "rounded-lg" : "rounded-full",
              )}
            >
              <Picture src={shown} />
            </span>
          ) : (
            <NoPicture name={name} word={word} />
          )}
          <FileButton
            label={`File of the ${word}`}
            accept={types}
            single
            icon={<ImageUp aria-hidden />}
            onFiles={choose}
          >
            Choose a file
          </FileButton>
          <p className="text-center text-muted text-sm">
            {`PNG, JPEG, WebP, GIF or AVIF of up to ${bytesText(maxPictureBytes, "en-US")}. The middle square is shown.`}
          </p>
        </DropArea>
        {refusal ? <Note tone="danger">{refusal}</Note> : null}
      </DialogContent>
    </Dialog>
  );
}

/** The mark that is shown without a picture. */
const NoPicture = ({ name, word }: Pick<PictureDialogProps, "name" | "word">) =>
  word === "logo" ? (
    <NameMark name={name} size={36} tone="inverse" />
  ) : (
    <Avatar name={name} of={null} size={36} decorative />
  );
