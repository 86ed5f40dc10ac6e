"use client";

import { Download, Ellipsis, History, Pencil, Trash2, Upload as UploadIcon } from "lucide-react";
import { type ComponentType, useRef, useState } from "react";
import { FileInput } from "@/components/ui/drop-area";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import type { StoredFile } from "../schema";
import { LazyFileVersions, LazyRenameFile } from "./lazy-file-layers";
import type { FileDialogProps } from "./rename-file-dialog";
import { useFileActs } from "./use-file-acts";

const layers = { rename: LazyRenameFile, versions: LazyFileVersions } satisfies Record<
  string,
  ComponentType<FileDialogProps>
>;

interface FileMenuProps {
  file: StoredFile;
  size?: "sm" | "md";
  onNewVersion(files: readonly File[]): void;
}

/** The acts on a file: those that one may do. */
export function FileMenu({ file, size = "md", onNewVersion }: FileMenuProps) {
  const { name, download, mayEdit, mayDelete, versions } = file;
  const { remove } = useFileActs();
  const [layer, setLayer] = useState<keyof typeof layers | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const Layer = layer ? layers[layer] : null;
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <IconButton label={`More for ${name}`} size={size} icon={<Ellipsis aria-hidden />} />
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem asChild>
            <a href={download} download>
              <Download aria-hidden />
              Download
            </a>
          </MenuItem>
          {versions > 1 ? (
            <MenuItem icon={<History aria-hidden />} onSelect={() => setLayer("versions")}>
              {`Show ${versions} versions`}
            </MenuItem>
          ) : null}
          {mayEdit ? (
            <>
              <MenuItem icon={<UploadIcon aria-hidden />} onSelect={() => input.current?.click()}>
                Upload a new version
              </MenuItem>
              <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setLayer("rename")}>
                Rename
              </MenuItem>
            </>
          ) : null}
          {mayDelete ? (
            <>
              <MenuSeparator />
              <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => void remove(file)}>
                Delete
              </MenuItem>
            </>
          ) : null}
        </MenuContent>
      </Menu>
      {mayEdit ? <FileInput ref={input} label={`New version of ${name}`} single onFiles={onNewVersion} /> : null}
      {Layer ? <Layer file={file} onClose={() => setLayer(null)} /> : null}
    </>
  );
}
