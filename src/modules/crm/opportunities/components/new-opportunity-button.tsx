import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";

/** Begins an opportunity of the record whose page shows it; an icon where the page is compact. */
export function NewOpportunityButton({ compact, onClick }: { compact: boolean; onClick: () => void }) {
  if (compact) return <IconButton label="New opportunity" icon={<Plus aria-hidden />} onClick={onClick} />;
  return (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={onClick}>
      New opportunity
    </Button>
  );
}
