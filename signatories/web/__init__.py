"""The public pages: what the record says, for those who look before they call an endpoint. Reads chart/, never api/."""
