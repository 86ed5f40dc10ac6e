import { capital } from "./text";

interface Reader {
  memberId: string;
  role: string;
  /** Why this person may change nothing at all; null if they may. */
  readOnly: string | null;
  /** Whether they may change any record of the kind. */
  may: boolean;
}

/** The owner of a record; undefined for a kind without owners. */
type Owner =
  | { id: string | null; name: string; placeholder?: boolean | undefined; removed?: true | undefined }
  | null
  | undefined;

/** Why somebody may read a record and not change it, and whom to ask. */
export function whyLocked(one: string, owner: Owner, reader: Reader): string {
  return `You can read this ${one} but not change it. ${wayOut(owner, reader)}`;
}

function wayOut(owner: Owner, { memberId, role, readOnly, may }: Reader): string {
  if (readOnly !== null) return readOnly;
  if (role === "guest") return "Ask the person who shared it with you.";
  if (!may) return `The role ${capital(role)} does not allow it. Ask an owner or admin of the workspace.`;
  if (owner === null) return "It has no owner. Ask a manager of the team or an admin.";
  if (!owner || owner.placeholder || owner.removed || owner.id === memberId)
    return "Ask a manager of the team or an admin.";
  return `Ask its owner ${owner.name}, a manager of the team or an admin.`;
}
