"use client";

import { useParams } from "next/navigation";
import { RecordSkeleton } from "@/components/layout/record-states";
import { useWorkspace } from "@/components/layout/workspace-context";
import { homePathOf, nounAt } from "@/lib/nouns/all";
import { capital } from "@/lib/text";

export default function NounLoading() {
  const { href } = useWorkspace();
  const { noun: path } = useParams<{ noun: string }>();
  const noun = nounAt(path);
  if (!noun) return null;
  const { one, many, mark } = noun.head;
  const list = { label: capital(many), href: href(homePathOf(noun.head)) };
  return <RecordSkeleton list={list} noun={one} round={mark === "person"} />;
}
