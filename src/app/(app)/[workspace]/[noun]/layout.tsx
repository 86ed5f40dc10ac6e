import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { nounAt } from "@/lib/nouns/all";

type Props = { params: Promise<{ noun: string }>; children: ReactNode };

/** The pages of every noun that has no folder of pages of its own. */
export default async function NounLayout({ params, children }: Props) {
  if (!nounAt((await params).noun)) notFound();
  return children;
}
