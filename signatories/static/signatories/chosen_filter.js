// A box beside a list: choosing in it narrows the list, clearing it widens the list again.
"use strict";
{
    const $ = django.jQuery;
    $(document).on("change", ".chosen-filter select", (event) => {
        const box = event.target;
        const address = new URL(box.closest(".chosen-filter").dataset.without, window.location.href);
        if (box.value) {
            address.searchParams.set(box.name, box.value);
        }
        window.location.assign(address);
    });
}
