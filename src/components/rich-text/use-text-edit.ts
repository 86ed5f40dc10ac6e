"use client";

import { useEffect, useState } from "react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useStable } from "@/components/ui/use-stable";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { type OtherText, otherTextIn } from "./conflict";
import { clearDraft, type Draft, type DraftPlace, isSameDoc, markOf, readDraft } from "./drafts";
import { mergedDoc } from "./merged-doc";

/** An editor that is open. */
interface Editing {
  /** Another one for each text that it begins with. */
  key: number;
  /** The text that it begins with. */
  value: RichDoc | null;
  /** The saved text that it changes. */
  saved: RichDoc | null;
  /** The version of the record that its save replaces; by default the one that is shown. */
  version?: number | undefined;
}

interface Conflict {
  mine: RichDoc | null;
  theirs: RichDoc | null;
  version?: number | undefined;
  /** It was found with a save, and the editor is open below it. */
  atSave: boolean;
}

interface TextEditOptions {
  /** Its name in the record. */
  field: string;
  saved: RichDoc | null;
  draft: DraftPlace;
  /** Rejects with the server's error. Without a version it replaces the one that is shown. */
  save(doc: RichDoc | null, version?: number): Promise<void>;
}

/** A text that changes only its other fields is saved again by itself, and not for ever. */
const mostRetries = 3;

/** The course of an edit: the unsaved text of an earlier visit, the editor, and two people who edit at once. */
export function useTextEdit({ field, saved, draft, save }: TextEditOptions) {
  const [editing, setEditing] = useState<Editing | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [offered, setOffered] = useOfferedDraft(draft, saved);
  const [busy, setBusy] = useState(false);

  function open(value: RichDoc | null, of: Omit<Editing, "key" | "value">) {
    setOffered(null);
    setConflict(null);
    setEditing((before) => ({ key: (before?.key ?? 0) + 1, value, ...of }));
  }
  function close() {
    clearDraft(draft);
    setOffered(null);
    setConflict(null);
    setEditing(null);
  }
  function restore() {
    if (!offered) return;
    const isStale = offered.base !== markOf(saved);
    if (isStale) setConflict({ mine: offered.doc, theirs: saved, atSave: false });
    else open(offered.doc, { saved });
  }

  /** Saves a text; where somebody else changed it first, both versions are shown. */
  async function send(doc: RichDoc | null, base: RichDoc | null, version?: number, tries = 0): Promise<boolean> {
    try {
      await save(doc, version);
      close();
      return true;
    } catch (error) {
      const other = otherTextIn(error, field);
      if (!other) throw error;
      // Only something else of the record was changed.
      if (isSameDoc(other.doc, base) && tries < mostRetries) return await send(doc, base, other.version, tries + 1);
      setConflict(conflictOf(doc, other));
      return false;
    }
  }
  async function keepMine() {
    if (!conflict) return;
    const { mine, theirs, version, atSave } = conflict;
    if (!atSave) return open(mine, { saved: theirs });
    setBusy(true);
    try {
      await send(mine, theirs, version);
    } catch (error) {
      // The editor below still has the text.
      setConflict(null);
      toastRefusal(error);
    } finally {
      setBusy(false);
    }
  }
  function merge() {
    if (conflict)
      open(mergedDoc(conflict.theirs, conflict.mine), { saved: conflict.theirs, version: conflict.version });
  }
  return {
    ...{ editing, conflict, offered, busy, restore, close, keepMine, merge },
    /** Unsaved text is what an edit goes on with. */
    edit: () => (offered ? restore() : open(saved, { saved })),
    send: (doc: RichDoc | null) => send(doc, editing?.saved ?? null, editing?.version),
    dismiss: () => setConflict(null),
  };
}

const conflictOf = (mine: RichDoc | null, { doc: theirs, version }: OtherText): Conflict => ({
  ...{ mine, theirs, version },
  atSave: true,
});

/** The unsaved text of an earlier visit, if it differs from what is saved. */
function useOfferedDraft(place: DraftPlace, saved: RichDoc | null) {
  const [offered, setOffered] = useState<Draft | null>(null);
  // Only when the page opens: while somebody writes, the draft is their own text.
  const look = useStable((at: DraftPlace) => {
    const found = readDraft(at);
    if (found && isSameDoc(found.doc, saved)) clearDraft(at);
    else setOffered(found);
  });
  // The browser's storage, which the server does not have.
  useEffect(() => look(place), [place, look]);
  return [offered, setOffered] as const;
}
