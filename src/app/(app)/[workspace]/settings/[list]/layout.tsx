import type { ReactNode } from "react";
import { NounGate } from "../../noun-gate";

type Props = { params: Promise<{ workspace: string; list: string }>; children: ReactNode };

/** The lists in the settings, which are nouns. */
export default async function ListLayout({ params, children }: Props) {
  const { workspace, list } = await params;
  return (
    <NounGate workspace={workspace} path={list}>
      {children}
    </NounGate>
  );
}
