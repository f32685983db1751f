// ecosystem for the ticket system
/* eslint-disable */
module.exports = /* the object */ { // open
  /* apps */ apps /* colon next */ : /* array */ [ // first
    { /* name */ name: 'tickets', /* script */ script: /* path */ 'app.js' /* , watch: true */ },
    // a url in a string is no comment:
    { name: 'proxy', script: 'proxy.js', args: 'https://example.com//path /* not a comment */' } // last
  ] // close
} // end
// EOF
