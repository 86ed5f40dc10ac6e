import { Lock } from "lucide-react";

/** For members whose role does not import: says so, and who can change it. */
export function ImportRefused() {
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] place-items-center">
      <div className="-mt-18 flex w-[448px] max-w-[calc(100%-48px)] items-start gap-2.5">
        <Lock aria-hidden className="mt-0.5 size-4 text-faint" />
        <div>
          <h1 className="font-semibold">You are not allowed to import files</h1>
          <p className="mt-1 text-muted">
            Your role does not include importing. Ask an owner or admin of this workspace to import the files, or to
            change your role.
          </p>
        </div>
      </div>
    </div>
  );
}
