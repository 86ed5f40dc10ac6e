"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CodeXml } from "lucide-react";
import { useCallback } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { Option } from "@/components/ui/option-list";
import { useMemberName, usePastMemberSearch } from "@/modules/platform/identity/members/components/member-picker";
import { useApi } from "@/trpc/react";
import type { AuditState } from "../client";

/** Tells keys from members. */
export const keyNote = "API key";

/** Members and API keys, found by name. Removed members and revoked keys are among them: their acts remain. */
export function useActorPicks({ member, key }: Pick<AuditState, "member" | "key">) {
  const api = useApi();
  const client = useQueryClient();
  const mayKnowKeys = useWorkspace().can("apiKey:manage");
  const searchMembers = usePastMemberSearch();
  const search = useCallback(
    async (text: string): Promise<Option[]> => {
      const wanted = text.trim().toLowerCase();
      const [members, keys] = await Promise.all([
        searchMembers(text),
        mayKnowKeys ? client.fetchQuery(api.apiKeys.list.queryOptions({})) : [],
      ]);
      const found = keys.filter(({ name }) => name.toLowerCase().includes(wanted));
      const options = found.map(
        ({ id, name }): Option => ({ value: id, label: name, note: keyNote, icon: <CodeXml aria-hidden /> }),
      );
      return [...members, ...options];
    },
    [searchMembers, mayKnowKeys, client, api],
  );
  const memberName = useMemberName(member);
  const keys = useQuery(api.apiKeys.list.queryOptions({}, { enabled: key !== null && mayKnowKeys })).data;
  if (member) return { search, name: memberName ?? "Member" };
  return { search, name: key && (keys?.find(({ id }) => id === key)?.name ?? "API key") };
}
