// The box to search a list in is called what its button says: Django's label is a picture, described in English alone.
"use strict";
{
    const box = document.getElementById("searchbar");
    box?.setAttribute("aria-label", box.form.querySelector("[type=submit]").value);
}
