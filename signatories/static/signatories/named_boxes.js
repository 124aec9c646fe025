// Boxes with suggestions take the name of their label, or of what the page says names them, also for those who hear it:
// Select2 names them by what is chosen.
"use strict";
{
    const $ = django.jQuery;
    const name = (root) => {
        for (const box of root.querySelectorAll("select.admin-autocomplete")) {
            const label = document.querySelector(`label[for="${box.id}"]`) ??
                document.getElementById(box.getAttribute("aria-labelledby"));
            const made = box.nextElementSibling;
            if (label && made?.classList.contains("select2")) {
                label.id ||= `${box.id}_label`;
                for (const part of made.querySelectorAll("[role=combobox], [role=searchbox], [role=textbox]")) {
                    const chosen = part.querySelector("[role=textbox]")?.id;
                    part.setAttribute("aria-labelledby", chosen ? `${label.id} ${chosen}` : label.id);
                }
            }
        }
    };
    $(() => name(document));
    document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target)));
}
