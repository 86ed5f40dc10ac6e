"use client";

import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { Mention, RichDoc } from "@/lib/rich-text/rich-text";
import { mentionsIn } from "@/lib/rich-text/text";

/** The name of a mention, as this reader may see it. */
export interface MentionLabel extends Mention {
  /** Null for a record that the reader may not see, and for one that no longer exists. */
  label: string | null;
  /** A member who was removed from the workspace. */
  removed?: boolean | undefined;
}

/** A member or record that can be mentioned. */
export interface MentionOption extends Mention {
  label: string;
  note?: string | undefined;
  icon?: ReactNode;
}

/** A mentioned member who may not see the record of the text. */
export interface UnreachedMember {
  id: string;
  name: string;
  /** A sentence without its subject: "cannot see this opportunity and will not be notified". */
  reason: string;
}

/** How mentions are found and named. Its functions keep their identity. */
export interface MentionSource {
  /** The names of mentions, in any order; those that are left out are not visible. */
  labels(mentions: readonly Mention[]): Promise<readonly MentionLabel[]>;
  /** The address of a mentioned record; null where it has no page, as members do. */
  href(mention: Mention): string | null;
  suggest(text: string): Promise<{
    members: readonly MentionOption[];
    records: readonly MentionOption[];
    /** The records fit better. */
    recordsFirst?: boolean;
  }>;
  /** Those of these members who may not see the record of the text. */
  check?(memberIds: readonly string[]): Promise<readonly UnreachedMember[]>;
}

const Source = createContext<MentionSource | null>(null);

/** Once per workspace: how its mentions are found and named. */
export const MentionsProvider = Source.Provider;

/** How mentions are found and named; null outside a workspace. */
export const useMentionSource = (): MentionSource | null => useContext(Source);

export const keyOf = ({ entity, id }: Mention): string => `${entity} ${id}`;

/** The names of a document's mentions: undefined while they are loading. */
export type KnownLabels = (mention: Mention) => MentionLabel | undefined;

/** Asks once for the names of all mentions of a document. */
export function useMentionLabels(doc: RichDoc | null): KnownLabels {
  const source = useMentionSource();
  const mentions = useMemo(() => (doc ? mentionsIn(doc) : []), [doc]);
  const keys = mentions.map(keyOf).sort();
  const { data } = useQuery({
    queryKey: ["mention labels", keys],
    queryFn: async () => (await source?.labels(mentions)) ?? [],
    enabled: source !== null && mentions.length > 0,
  });
  return useMemo(() => {
    const known = new Map(data?.map((label) => [keyOf(label), label]));
    return (mention) => known.get(keyOf(mention)) ?? (data ? { ...mention, label: null } : undefined);
  }, [data]);
}
