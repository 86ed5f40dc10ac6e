import { Lock } from "lucide-react";
import type { ReactNode } from "react";

/** For members whose role does not import: says so, and who can change it. */
export function ImportRefused() {
  return (
    <Refused title={<h1 className="font-semibold">You are not allowed to import files</h1>}>
      Your role does not include importing. Ask an owner or admin of this workspace to import the files, or to change
      your role.
    </Refused>
  );
}

/** For managers who open the draft of a member of their teams: names its owner. */
export function OthersImport({ by }: { by: string }) {
  return (
    <Refused title={<h2 className="font-semibold">{`This is an import of ${by}`}</h2>}>
      {`It has not started. ${by}, or an owner or admin of this workspace, can continue it. You will see its result here.`}
    </Refused>
  );
}

function Refused({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] place-items-center">
      <div className="-mt-18 flex w-[448px] max-w-[calc(100%-48px)] items-start gap-2.5">
        <Lock aria-hidden className="mt-0.5 size-4 text-faint" />
        <div>
          {title}
          <p className="mt-1 text-muted">{children}</p>
        </div>
      </div>
    </div>
  );
}
