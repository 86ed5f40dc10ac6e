"use client";

import { CodeXml } from "lucide-react";
import { useCallback } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { Option } from "@/components/ui/option-list";
import { api } from "@/trpc/react";
import { useMemberName, useMemberSearch } from "../../members/components/member-picker";
import type { AuditState } from "../client";

/** Members and API keys, found by name; only keys have a note. Revoked keys are among them: their acts remain. */
export function useActorPicks({ member, key }: Pick<AuditState, "member" | "key">) {
  const mayKnowKeys = useWorkspace().can("apiKey:manage");
  const utils = api.useUtils();
  const searchMembers = useMemberSearch();
  const search = useCallback(
    async (text: string): Promise<Option[]> => {
      const wanted = text.trim().toLowerCase();
      const [members, keys] = await Promise.all([searchMembers(text), mayKnowKeys ? utils.apiKeys.list.fetch({}) : []]);
      const found = keys.filter(({ name }) => name.toLowerCase().includes(wanted));
      const options = found.map(
        ({ id, name }): Option => ({ value: id, label: name, note: "API key", icon: <CodeXml aria-hidden /> }),
      );
      return [...members, ...options];
    },
    [searchMembers, mayKnowKeys, utils],
  );
  const memberName = useMemberName(member);
  const keys = api.apiKeys.list.useQuery({}, { enabled: key !== null && mayKnowKeys }).data;
  if (member) return { search, name: memberName ?? "Member" };
  return { search, name: key && (keys?.find(({ id }) => id === key)?.name ?? "API key") };
}
