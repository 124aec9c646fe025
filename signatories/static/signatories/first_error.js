// A form that came back with errors begins at the first of them, which may be screens below, in a part that is closed.
"use strict";
{
    django.jQuery(() => {
        const error = document.querySelector("#content-main form .errorlist");
        if (!error) {
            return;
        }
        for (let part = error.closest("details"); part; part = part.parentElement.closest("details")) {
            part.open = true;
        }
        const box = error.closest(".form-row")?.querySelector("input:not([type=hidden]), select, textarea");
        const begin = box?.nextElementSibling?.querySelector(".select2-selection") ?? box ?? error;
        error.tabIndex = -1;
        begin.focus({preventScroll: true});
        error.scrollIntoView({block: "center"});
    });
}
