"use client";

import { type ComponentType, createContext, type ReactNode, useContext } from "react";

/** The objects on a page of the settings, and its name in "Changes of tags". */
export interface ChangesOf {
  of: readonly string[];
  title: string;
}

type LastChange = ComponentType<ChangesOf>;

const Context = createContext<LastChange | null>(null);

/** The pages below show their last change by this component: the trail of changes builds on the pages that it is about. */
export function SettingsChanges({ shownBy, children }: { shownBy: LastChange; children: ReactNode }) {
  return <Context value={shownBy}>{children}</Context>;
}

/** The last change of a page of the settings, with a link to all of them; throws outside the settings. */
export function LastChangeOf(changes: ChangesOf) {
  const Shown = useContext(Context);
  if (!Shown) throw new Error("This page is shown outside the settings.");
  return <Shown {...changes} />;
}
