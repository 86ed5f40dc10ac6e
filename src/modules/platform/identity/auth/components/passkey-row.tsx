"use client";

import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Passkey } from "../schema";
import { FactorRow } from "./factor-row";

interface Props {
  passkey: Passkey;
  onRename: () => void;
  onRemove: () => void;
}

/** One passkey by its name, with its last use. */
export function PasskeyRow({ passkey, onRename, onRemove }: Props) {
  const { name, createdAt, lastUsedAt } = passkey;
  const use = (
    <>
      {lastUsedAt ? "Passkey, last used " : "Passkey, added "}
      <RelativeTime at={lastUsedAt ?? createdAt} inSentence />
      {lastUsedAt ? null : ", not used yet"}
    </>
  );
  return (
    <FactorRow title={name} detail={use}>
      <Menu>
        <MenuTrigger asChild>
          <IconButton label={`More for ${name}`} icon={<Ellipsis aria-hidden />} tooltip={false} />
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem icon={<Pencil aria-hidden />} onSelect={onRename}>
            Rename passkey
          </MenuItem>
          <MenuItem icon={<Trash2 aria-hidden />} danger onSelect={onRemove}>
            Remove passkey
          </MenuItem>
        </MenuContent>
      </Menu>
    </FactorRow>
  );
}
