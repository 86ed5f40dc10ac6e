"use client";

import { FileDown, UserX } from "lucide-react";
import { MenuItem } from "@/components/ui/menu";
import type { PersonAct } from "./person-dialog";

/** The acts of owners and admins on request of a person. */
export const PersonItems = ({ onAct }: { onAct(act: PersonAct): void }) => (
  <>
    <MenuItem icon={<FileDown aria-hidden />} onSelect={() => onAct("export")}>
      Export personal data
    </MenuItem>
    <MenuItem icon={<UserX aria-hidden />} onSelect={() => onAct("anonymize")}>
      Anonymise
    </MenuItem>
  </>
);
