"use client";

/** The records that an act concerns, each kind with its number and some names; nothing if there are none. */
export function ConsequenceList({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <div className="mt-2 first:mt-0">
      <p className="font-medium">{title}</p>
      <ul className="list-disc pl-5 text-muted">
        {items.map((item) => (
          <li key={item} className="break-words">
            {item}
          </li>
        ))}
      </ul>
    </div>
  );
}
