"use client";

import { useCallback } from "react";
import { Avatar } from "@/components/ui/avatar";
import type { Option } from "@/components/ui/option-list";
import { api } from "@/trpc/react";

/** Finds members who may own records, by name; the same function on every render. */
export function useMemberSearch(): (text: string) => Promise<Option[]> {
  const utils = api.useUtils();
  return useCallback(
    async (text: string) => {
      const members = await utils.members.pick.fetch({ q: text });
      return members.map((member) => ({
        value: member.id,
        label: member.name,
        icon: (
          <Avatar
            name={member.name}
            id={member.id}
            size={16}
            placeholder={member.status === "placeholder"}
            decorative
          />
        ),
      }));
    },
    [utils],
  );
}
