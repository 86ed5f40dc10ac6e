import type { FieldChange } from "../schema";

/** The words that a formatted text gained and lost, with those around them. */
export function ChangedWords({ segments }: { segments: NonNullable<FieldChange["segments"]> }) {
  return (
    <span className="wrap-anywhere whitespace-pre-line">
      {segments.map(({ kind, text }, place) => {
        // Stretches have no identity but their order.
        const key = `${place} ${kind}`;
        if (kind === "same") return <span key={key}>{text}</span>;
        return kind === "added" ? <Added key={key} text={text} /> : <Removed key={key} text={text} />;
      })}
    </span>
  );
}

function Added({ text }: { text: string }) {
  return (
    <ins className="rounded-sm bg-positive-subtle text-positive no-underline">
      <span className="sr-only"> added: </span>
      {text}
    </ins>
  );
}

function Removed({ text }: { text: string }) {
  return (
    <del className="rounded-sm bg-danger-subtle text-danger">
      <span className="sr-only"> removed: </span>
      {text}
    </del>
  );
}
