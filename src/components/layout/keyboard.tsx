"use client";

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { isMac } from "@/components/ui/use-mac";
import { EntryRegistry } from "./entry-registry";
import { resolvePress, stepOf } from "./key-steps";

export type Shortcut = {
  id: string;
  /** "mod+k", "?", "j", or two steps: "g o". */
  keys: string;
  /** Description in the list of shortcuts: "Go to opportunities". */
  label: string;
  /** Heading of its section: "Go to". */
  group: string;
  /** Also works while typing and inside dialogs. */
  inFields: boolean;
  /** Null if the focused part of the page handles the key itself: then it is only listed. */
  run: ((event: KeyboardEvent) => void) | null;
};

const Context = createContext<EntryRegistry<Shortcut> | null>(null);
const sequencePause = 1200;
const overlays = '[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]';

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest(overlays)) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Once in the shell: runs the shortcuts of the components below it, but not while somebody types. */
export function KeyboardProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(() => new EntryRegistry<Shortcut>());

  // The document's keyboard.
  useEffect(() => {
    const mac = isMac();
    let before: { step: string; at: number } | null = null;

    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing || ["Shift", "Control", "Alt", "Meta"].includes(event.key))
        return;
      const typing = isTyping(event.target);
      const usable = registry.list().filter(({ run, inFields }) => run !== null && (inFields || !typing));
      const first = before && event.timeStamp - before.at < sequencePause ? before.step : null;
      const step = stepOf(event, mac);
      const { found, waits } = resolvePress(usable, first, step);
      before = waits ? { step, at: event.timeStamp } : null;
      if (!found?.run) return;
      event.preventDefault();
      found.run(event);
    }

    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [registry]);

  return <Context value={registry}>{children}</Context>;
}

function useRegistry(): EntryRegistry<Shortcut> {
  const registry = useContext(Context);
  if (!registry) throw new Error("Shortcuts need a KeyboardProvider above them.");
  return registry;
}

export type ShortcutOptions = {
  keys: string;
  label: string;
  group: string;
  run: (event: KeyboardEvent) => void;
  inFields?: boolean | undefined;
  /** False deactivates it and removes it from the list. */
  enabled?: boolean | undefined;
};

/** Activates a shortcut while the component is mounted; of two with the same keys the later one wins. */
export function useShortcut({ keys, label, group, run, inFields = false, enabled = true }: ShortcutOptions): void {
  const registry = useRegistry();
  const id = useId();
  const latest = useRef(run);
  // The ref is written after React has committed, as concurrent rendering requires.
  useEffect(() => {
    latest.current = run;
  });
  // The shortcut registry, which listens to the document's keyboard.
  useEffect(() => {
    if (!enabled) return;
    return registry.add({ id, keys, label, group, inFields, run: (event) => latest.current(event) });
  }, [registry, id, keys, label, group, inFields, enabled]);
}

/** Keys that a part of the page handles itself, with descriptions. */
export type OwnKeys = readonly (readonly [keys: string, label: string])[];

/** Lists the keys of a part of the page while it is mounted. `own` must be the same at each render. */
export function useOwnKeys(group: string, own: OwnKeys): void {
  const registry = useRegistry();
  const id = useId();
  // The shortcut registry, whose list `?` shows.
  useEffect(() => {
    const leave = own.map(([keys, label]) =>
      registry.add({ id: `${id}${keys}`, keys, label, group, inFields: false, run: null }),
    );
    return () => {
      for (const take of leave) take();
    };
  }, [registry, id, group, own]);
}

/** All active shortcuts, in the order of activation. */
export function useShortcuts(): readonly Shortcut[] {
  const registry = useRegistry();
  return useSyncExternalStore(registry.subscribe, registry.list, registry.list);
}
