"use client";

import { ChevronLeft, ChevronRight, Download } from "lucide-react";
import { type ComponentType, type KeyboardEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FullDialog } from "@/components/ui/full-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { lazyPart } from "@/components/ui/lazy-part";
import { WholePicture } from "@/components/ui/picture";
import type { FileKind } from "../rules";
import type { StoredFile } from "../schema";
import { fileSignOf } from "./file-sign";
import type { PreviewProps } from "./preview-props";
import { PreviewText } from "./preview-text";

const PreviewPdf = lazyPart<PreviewProps>(() => import("./preview-pdf").then((part) => part.PreviewPdf), {
  of: "the viewer",
});

export interface FilePreviewProps {
  /** The files that one can step through. */
  files: readonly StoredFile[];
  /** The one that is shown. */
  id: string;
  onShow(id: string): void;
  onClose(): void;
}

const previews: Readonly<Partial<Record<FileKind, ComponentType<PreviewProps>>>> = {
  picture: PreviewPicture,
  pdf: PreviewPdf,
  text: PreviewText,
  audio: PreviewAudio,
  video: PreviewVideo,
};

/** Shows a file in place; the arrow keys show the one before and after. */
export function FilePreview({ files, id, onShow, onClose }: FilePreviewProps) {
  const place = files.findIndex((file) => file.id === id);
  const file = files[place];
  if (!file) return null;
  const [before, after] = [files[place - 1], files[place + 1]];
  const Sign = fileSignOf(file);
  const Preview = previews[file.kind];
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: before, ArrowRight: after }[event.key];
    // A player uses these keys itself.
    if (!step || event.target instanceof HTMLMediaElement) return;
    event.preventDefault();
    onShow(step.id);
  }
  return (
    <FullDialog
      title={file.name}
      icon={<Sign aria-hidden className="size-4 shrink-0 text-faint" />}
      note={files.length > 1 ? `${place + 1} of ${files.length}` : null}
      onClose={onClose}
      onKeyDown={onKeyDown}
      actions={
        <>
          <IconButton
            label="Previous file"
            icon={<ChevronLeft aria-hidden />}
            aria-disabled={!before || undefined}
            onClick={before ? () => onShow(before.id) : undefined}
          />
          <IconButton
            label="Next file"
            icon={<ChevronRight aria-hidden />}
            aria-disabled={!after || undefined}
            onClick={after ? () => onShow(after.id) : undefined}
          />
          <DownloadButton file={file} />
        </>
      }
    >
      <div className="flex min-h-0 flex-1 flex-col bg-surface-sunken">
        {Preview && file.preview ? (
          // Another file, or another version of it, begins anew.
          <Preview key={`${file.id} ${file.number}`} file={file} url={file.preview} />
        ) : (
          <NoPreview file={file} title="This file can only be downloaded" />
        )}
      </div>
    </FullDialog>
  );
}

const DownloadButton = ({ file }: { file: StoredFile }) => (
  <Button asChild variant="ghost" icon={<Download aria-hidden />} className="phone:px-2">
    <a href={file.download} download aria-label={`Download ${file.name}`}>
      <span className="phone:hidden">Download</span>
    </a>
  </Button>
);

function NoPreview({ file, title }: { file: StoredFile; title: string }) {
  return (
    <EmptyState
      line={false}
      title={title}
      actions={
        <Button asChild variant="primary" icon={<Download aria-hidden />}>
          <a href={file.download} download>
            Download
          </a>
        </Button>
      }
    >
      {`There is no preview of ${file.name} in the browser.`}
    </EmptyState>
  );
}

const centered = "grid min-h-0 flex-1 place-items-center p-6 phone:p-2";

function PreviewPicture({ file, url }: PreviewProps) {
  const [failed, setFailed] = useState(false);
  if (failed) return <NoPreview file={file} title="This picture could not be shown" />;
  return (
    <div className={centered}>
      <WholePicture src={url} alt={file.name} onError={() => setFailed(true)} />
    </div>
  );
}

const media = { controls: true, preload: "metadata" } as const;

function PreviewAudio({ file, url }: PreviewProps) {
  const [failed, setFailed] = useState(false);
  if (failed) return <NoPreview file={file} title="This browser cannot play the file" />;
  return (
    <div className={centered}>
      <audio {...media} src={url} onError={() => setFailed(true)} className="w-full max-w-[480px]">
        <track kind="captions" />
      </audio>
    </div>
  );
}

function PreviewVideo({ file, url }: PreviewProps) {
  const [failed, setFailed] = useState(false);
  if (failed) return <NoPreview file={file} title="This browser cannot play the file" />;
  return (
    <div className={centered}>
      <video {...media} src={url} onError={() => setFailed(true)} className="max-h-full max-w-full">
        <track kind="captions" />
      </video>
    </div>
  );
}
