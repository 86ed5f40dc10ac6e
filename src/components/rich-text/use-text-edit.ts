"use client";

import { useState } from "react";
import { toastRefusal } from "@/components/form/toast-refusal";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { type OtherText, otherTextIn } from "./conflict";
import { mergedDoc } from "./doc-content";
import { clearDraft, type Draft, type DraftPlace, readDraft } from "./drafts";
import { isSameDoc, markOf } from "./same-doc";

/** An editor that is open. */
interface Editing {
  /** Another one for each text that it begins with. */
  key: number;
  /** The text that it begins with. */
  value: RichDoc | null;
  /** The saved text that it changes. */
  saved: RichDoc | null;
  /** The version of the record whose text it changes: with a later one the save would overwrite what nobody has seen. */
  version: number;
}

interface Conflict {
  mine: RichDoc | null;
  theirs: RichDoc | null;
  version: number;
  /** It was found with a save, and the editor is open below it. */
  atSave: boolean;
}

interface TextEditOptions {
  /** Its name in the record. */
  field: string;
  saved: RichDoc | null;
  /** Of the record that is shown. */
  version: number;
  draft: DraftPlace;
  /** Begins with the editor, or else with the offer of unsaved text. */
  startsOpen: boolean;
  /** Nothing is edited or offered any more. */
  onDone(): void;
  /** Replaces the text of a version; rejects with the server's error. */
  save(doc: RichDoc | null, version: number): Promise<void>;
}

/** A text that changes only its other fields is saved again by itself, and not for ever. */
const mostRetries = 3;

/** The course of an edit: the unsaved text of an earlier visit, the editor, and two people who edit at once. */
export function useTextEdit(options: TextEditOptions) {
  const { field, saved, version: shown, draft, startsOpen, onDone, save } = options;
  const [offered, setOffered] = useState(() => offeredDraft(draft, saved));
  const [conflict, setConflict] = useState(() => (startsOpen && offered ? staleOf(offered, saved, shown) : null));
  const [editing, setEditing] = useState<Editing | null>(() => {
    const begins = startsOpen && conflict === null;
    return begins ? { key: 1, value: offered?.doc ?? saved, saved, version: shown } : null;
  });
  const [busy, setBusy] = useState(false);

  function open(value: RichDoc | null, of: Omit<Editing, "key" | "value">) {
    setOffered(null);
    setConflict(null);
    setEditing((before) => ({ key: (before?.key ?? 0) + 1, value, ...of }));
  }
  function close() {
    clearDraft(draft);
    onDone();
  }
  /** Unsaved text is what an edit goes on with. */
  function edit() {
    const stale = offered && staleOf(offered, saved, shown);
    if (stale) setConflict(stale);
    else open(offered?.doc ?? saved, { saved, version: shown });
  }

  /** Saves a text; where somebody else changed it first, both versions are shown. */
  async function send(doc: RichDoc | null, base: RichDoc | null, version: number, tries = 0): Promise<boolean> {
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
    if (!atSave) return open(mine, { saved: theirs, version });
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
    ...{ editing, conflict, offered, busy, edit, close, keepMine, merge },
    send: (doc: RichDoc | null) => send(doc, editing?.saved ?? null, editing?.version ?? shown),
    dismiss: () => setConflict(null),
  };
}

const conflictOf = (mine: RichDoc | null, { doc: theirs, version }: OtherText): Conflict => ({
  ...{ mine, theirs, version },
  atSave: true,
});

/** The unsaved text of an earlier visit, if it differs from what is saved. */
function offeredDraft(place: DraftPlace, saved: RichDoc | null): Draft | null {
  const found = readDraft(place);
  if (!found || !isSameDoc(found.doc, saved)) return found;
  clearDraft(place);
  return null;
}

/** Unsaved text whose saved text was changed meanwhile. */
const staleOf = ({ doc, base }: Draft, saved: RichDoc | null, version: number): Conflict | null =>
  base === markOf(saved) ? null : { mine: doc, theirs: saved, version, atSave: false };
