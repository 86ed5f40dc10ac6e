import { Lock } from "lucide-react";

/** For managers who open the draft of a member of their teams: names its owner. */
export function OthersImport({ by }: { by: string }) {
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] place-items-center">
      <div className="-mt-18 flex w-[448px] max-w-[calc(100%-48px)] items-start gap-2.5">
        <Lock aria-hidden className="mt-0.5 size-4 text-faint" />
        <div>
          <h2 className="font-semibold">{`This is an import of ${by}`}</h2>
          <p className="mt-1 text-muted">
            {`It has not started. ${by}, or an owner or admin of this workspace, can continue it. You will see its result here.`}
          </p>
        </div>
      </div>
    </div>
  );
}
