/** Why an option could not be made, below the list of options. */
export function OptionProblem({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <p role="alert" className="px-2 py-1.5 text-danger text-sm">
      {text}
    </p>
  );
}
