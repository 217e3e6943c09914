// The API believes one header about who calls, and this is the only place that writes it.
function handler(event) {
    var request = event.request;
    var claimed = Object.keys(request.headers);
    for (var i = 0; i < claimed.length; i++) {
        if (claimed[i].indexOf('x-llave-') === 0 || claimed[i] === 'forwarded' || claimed[i] === 'x-forwarded-host') {
            delete request.headers[claimed[i]];
        }
    }
    request.headers['x-llave-viewer-address'] = { value: event.viewer.ip };
    return request;
}
