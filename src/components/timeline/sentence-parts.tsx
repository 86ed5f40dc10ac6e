import type { ReactNode } from "react";

/** The actor in a timeline sentence; a right-to-left name does not change the order of the words around it. */
export function Who({ children }: { children: ReactNode }) {
  return <bdi className="font-medium text-text">{children}</bdi>;
}

/** The object of the act in a timeline sentence. */
export function What({ children }: { children: ReactNode }) {
  return <bdi className="text-text">{children}</bdi>;
}
