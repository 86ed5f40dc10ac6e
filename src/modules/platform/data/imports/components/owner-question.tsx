"use client";

import { UserRound, UserX } from "lucide-react";
import { useCallback, useState } from "react";
import { QuestionRow } from "@/components/form/question-row";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Combobox } from "@/components/ui/combobox";
import type { Option } from "@/components/ui/option-list";
import { useMemberName, useMemberSearch } from "@/modules/platform/identity/members/components/member-picker";
import { useUpdateFile } from "../client";
import type { FileOptions, ImportFile } from "../schema";

const ME = "me";
const NOBODY = "nobody";

/** The owner of the new records of a file without a column of owners. */
export function OwnerQuestion({ importId, file, noun }: { importId: string; file: ImportFile; noun: string }) {
  const { member } = useWorkspace();
  const members = useMemberSearch();
  const update = useUpdateFile(importId);
  const [picked, setPicked] = useState<Option | null>(null);
  const search = useCallback(
    async (text: string): Promise<Option[]> => {
      const own = [
        { value: ME, label: "Me", icon: <UserRound aria-hidden />, note: member.name },
        { value: NOBODY, label: "Nobody", icon: <UserX aria-hidden /> },
      ].filter((option) => option.label.toLowerCase().includes(text.trim().toLowerCase()));
      return [...own, ...(await members(text)).filter((option) => option.value !== member.id)];
    },
    [members, member.id, member.name],
  );
  const { owner } = file.options;
  const value = owner.kind === "member" ? owner.memberId : owner.kind;
  const named = useMemberName(owner.kind === "member" && owner.memberId !== picked?.value ? owner.memberId : null);
  const known: Readonly<Record<string, Option>> = {
    [ME]: { value: ME, label: `Me, ${member.name}` },
    [NOBODY]: { value: NOBODY, label: "Nobody" },
  };
  return (
    <QuestionRow label={`No column contains the owner. New ${noun} belong to`}>
      <Combobox
        size="sm"
        quiet
        aria-label={`Owner of new ${noun}`}
        searchLabel="Find a member"
        value={value}
        selected={known[value] ?? (picked?.value === value ? picked : { value, label: named ?? "A member" })}
        search={search}
        onChange={(option) => {
          if (!option) return;
          setPicked(option);
          const next: FileOptions["owner"] =
            option.value === ME || option.value === NOBODY
              ? { kind: option.value }
              : { kind: "member", memberId: option.value };
          update.mutate({ id: importId, fileId: file.id, options: { owner: next } });
        }}
      />
    </QuestionRow>
  );
}
