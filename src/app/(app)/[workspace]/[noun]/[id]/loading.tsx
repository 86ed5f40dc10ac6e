"use client";

import { useParams } from "next/navigation";
import { RecordSkeleton } from "@/components/layout/record-states";
import { useWorkspace } from "@/components/layout/workspace-context";
import { nounAt } from "@/lib/nouns/all";
import { capital } from "@/lib/text";

export default function NounLoading() {
  const { href } = useWorkspace();
  const { noun: path } = useParams<{ noun: string }>();
  const noun = nounAt(path);
  if (!noun) return null;
  const { one, many } = noun.head;
  return <RecordSkeleton list={{ label: capital(many), href: href(`/${path}`) }} noun={one} />;
}
