import { Button } from "@/components/ui/button";

/** Below an error with this code: the button that mends it, if code of the page could not be loaded. */
export function ReloadOffer({ code }: { code: unknown }) {
  if (code !== "NOT_LOADED") return null;
  return (
    <div className="mt-2">
      <Button size="sm" onClick={() => window.location.reload()}>
        Reload the page
      </Button>
    </div>
  );
}
