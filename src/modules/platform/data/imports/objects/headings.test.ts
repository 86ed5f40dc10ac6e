import "@/registry/register";
import { expect, test } from "vitest";
import { seeColumns } from "@/lib/match-columns";
import { catalog } from "@/server/catalog";
import { guessObject } from "../rules";
import { objectsIn } from "./rules";

/** The field that each heading fills, of any object of the rows; "-" for nothing. */
function read(name: string, headers: string, row: string): string {
  const catalogs = catalog().importers.map((importer) => importer.catalog);
  const columns = seeColumns(headers.split("|"), [row.split("|")]);
  const { entity } = guessObject(catalogs, name, columns);
  const parts = objectsIn(catalogs, entity ?? "", columns);
  const filled = columns.map((_, place) => {
    const all = parts.flatMap((part) => part.mapping[place]?.field ?? []);
    return all.length > 0 ? all.join("+") : "-";
  });
  return [entity, ...filled].join(" ");
}

const person = "Anna|Moll|Mays|Buyer|a@mays.example|+49 30 901820|+49 170 1234567|Weg 1|10115|Berlin|Germany|Late";
const personFields =
  "contact firstName lastName account jobTitle emails phones phonesMobile mailingStreet mailingPostalCode mailingCity mailingCountry notes";

test.each([
  ["German", "Vorname|Nachname|Firma|Position|E-Mail-Adresse|Telefonnummer|Mobil|Straße|PLZ|Ort|Land|Notizen"],
  [
    "French",
    "Prénom|Nom|Société|Fonction|Adresse e-mail|Téléphone professionnel|Téléphone mobile|Rue|Code postal|Ville|Pays|Remarques",
  ],
  [
    "Spanish",
    "Nombre|Apellidos|Empresa|Puesto|Correo electrónico|Teléfono|Móvil|Calle|Código postal|Ciudad|País|Notas",
  ],
  [
    "Dutch",
    "Voornaam|Achternaam|Bedrijf|Functie|E-mailadres|Telefoonnummer|Mobiel|Straat|Postcode|Plaats|Land|Opmerkingen",
  ],
])("headings of people in %s", (_, headers) => {
  expect(read("list.csv", headers, person)).toBe(personFields);
});

const deal = "Cranes|Mays|Offer|1200.50|2026-12-01|20|Ann Field";
const dealFields = "opportunity name account stage amount closeDate probability owner";

test.each([
  ["German", "Verkaufschance|Firma|Vertriebsphase|Wert|Abschlussdatum|Wahrscheinlichkeit|Verantwortlich"],
  ["French", "Affaire|Société|Étape|Montant|Date de clôture|Probabilité|Propriétaire"],
  ["Spanish", "Oportunidad|Empresa|Etapa|Importe|Fecha de cierre|Probabilidad|Propietario"],
  ["Dutch", "Deal name|Bedrijf|Verkoopfase|Bedrag|Sluitingsdatum|Waarschijnlijkheid|Eigenaar"],
])("headings of deals in %s", (_, headers) => {
  expect(read("list.csv", headers, deal)).toBe(dealFields);
});
