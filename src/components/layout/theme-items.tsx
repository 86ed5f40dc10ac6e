import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { MenuRadioGroup, MenuRadioItem } from "@/components/ui/menu";

/** The choice of the theme in the menu of the signed-in person. */
export function ThemeItems() {
  const { theme, setTheme } = useTheme();
  return (
    <MenuRadioGroup value={theme ?? "system"} onValueChange={setTheme}>
      <MenuRadioItem value="light" icon={<Sun aria-hidden />}>
        Light
      </MenuRadioItem>
      <MenuRadioItem value="dark" icon={<Moon aria-hidden />}>
        Dark
      </MenuRadioItem>
      <MenuRadioItem value="system" icon={<Monitor aria-hidden />}>
        System
      </MenuRadioItem>
    </MenuRadioGroup>
  );
}
