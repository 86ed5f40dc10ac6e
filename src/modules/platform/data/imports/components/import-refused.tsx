import { Refusal } from "@/components/layout/record-states";

/** For members whose role does not import: says so, and who can change it. */
export function ImportRefused() {
  return (
    <Refusal heading="h1" title="You are not allowed to import files">
      Your role does not include importing. Ask an owner or admin of this workspace to import the files, or to change
      your role.
    </Refusal>
  );
}

/** For managers who open the draft of a member of their teams: names its owner. */
export function OthersImport({ by }: { by: string }) {
  return (
    <Refusal heading="h2" title={`This is an import of ${by}`}>
      {`It has not started. ${by}, or an owner or admin of this workspace, can continue it. You will see its result here.`}
    </Refusal>
  );
}
