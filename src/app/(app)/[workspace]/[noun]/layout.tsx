import type { ReactNode } from "react";
import { NounGate } from "../noun-gate";

type Props = { params: Promise<{ workspace: string; noun: string }>; children: ReactNode };

/** The pages of every noun that has no folder of pages of its own. */
export default async function NounLayout({ params, children }: Props) {
  const { workspace, noun } = await params;
  return (
    <NounGate workspace={workspace} path={noun}>
      {children}
    </NounGate>
  );
}
