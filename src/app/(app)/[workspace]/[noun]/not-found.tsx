"use client";

import { useParams } from "next/navigation";
import { RecordMissing } from "@/components/layout/record-states";
import { useWorkspace } from "@/components/layout/workspace-context";
import { homePathOf, nounAt } from "@/lib/nouns/all";
import { capital } from "@/lib/text";

export default function NounNotFound() {
  const { href } = useWorkspace();
  const { noun: path } = useParams<{ noun: string }>();
  const noun = nounAt(path);
  if (!noun) return null;
  const { one, many } = noun.head;
  return <RecordMissing list={{ label: capital(many), href: href(homePathOf(noun.head)) }} noun={one} />;
}
