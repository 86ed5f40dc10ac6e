"use client";

import { useState } from "react";
import { DescriptionRow } from "@/components/ui/description-list";
import { addressLines } from "@/lib/address";
import type { AddressDialogProps } from "./address-dialog";
import { LazyAddressDialog } from "./lazy-dialogs";

interface AddressRowProps extends Omit<AddressDialogProps, "onClose"> {
  /** The key of the field, for its history. */
  fieldName: string;
  mayEdit: boolean;
}

/** One address of a record as it is written on an envelope; a click asks for its parts, saved as one change. */
export function AddressRow(props: AddressRowProps) {
  const { field, fieldName, value, mayEdit } = props;
  const [editing, setEditing] = useState(false);
  const lines = addressLines(value);
  const shown =
    lines.length > 0 ? (
      <span className="wrap-anywhere min-w-0 whitespace-pre-line py-[5px]">{lines.join("\n")}</span>
    ) : (
      <span className="truncate text-faint">{mayEdit ? "Set an address" : "–"}</span>
    );
  return (
    <DescriptionRow label={field.shortLabel ?? field.label} field={fieldName}>
      {mayEdit ? (
        <button
          type="button"
          data-inline-edit=""
          onClick={() => setEditing(true)}
          className="-mr-2 -ml-[9px] flex min-h-7 min-w-0 flex-1 items-center self-stretch rounded-sm pr-2 pl-[9px] text-left transition-colors duration-instant hover:bg-surface-hover"
        >
          <span className="sr-only">{`Edit ${field.label}: `}</span>
          {shown}
        </button>
      ) : (
        shown
      )}
      {editing ? <LazyAddressDialog {...props} onClose={() => setEditing(false)} /> : null}
    </DescriptionRow>
  );
}
