import { Avatar } from "./avatar";

/** A person in a list: picture and name, or that there is none. */
export function Person({ person, none }: { person: { id: string | null; name: string } | null; none: string }) {
  if (!person) return <span className="text-faint">{none}</span>;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar name={person.name} id={person.id ?? person.name} decorative />
      <span className="truncate">{person.name}</span>
    </span>
  );
}

/** The same where only the picture has room. */
export function PersonMark({ person }: { person: { id: string | null; name: string } | null }) {
  return person ? <Avatar name={person.name} id={person.id ?? person.name} size={16} /> : null;
}
