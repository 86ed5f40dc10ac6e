import { Avatar } from "./avatar";

type Shown = { id: string | null; name: string; placeholder?: boolean | undefined } | null;

/** A person in a list: picture and name, or that there is none. */
export function Person({ person, none }: { person: Shown; none: string }) {
  if (!person) return <span className="text-faint">{none}</span>;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar name={person.name} id={person.id ?? person.name} placeholder={person.placeholder} decorative />
      <span className="truncate">{person.name}</span>
    </span>
  );
}

/** The same where only the picture has room. */
export function PersonMark({ person }: { person: Shown }) {
  return person ? (
    <Avatar name={person.name} id={person.id ?? person.name} size={16} placeholder={person.placeholder} />
  ) : null;
}
