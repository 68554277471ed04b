//! What Spanish words mean to the patterns, in alphabetical order. A word that means nothing to them stands here
//! when it is one letter from one that does: a word that is known is no slip.
//!
//! Memberline, forms of Mexico, Central America and the Caribbean, as of 2026-11-28.

#[cfg_attr(
    not(test),
    expect(clippy::wildcard_imports, reason = "most kinds of words are named here")
)]
use super::super::classes::*;
use super::language::Vocabulary;

/// The Spanish words.
#[rustfmt::skip]
pub(super) const SPANISH: Vocabulary = Vocabulary {
    words: &[
        ("a", ANY), ("acepte", AGREE), ("acepto", AGREE), ("acosar", CONTACTING), ("acosarme", CONTACTING),
        ("alertas", TEXTS), ("alto", ENOUGH), ("anular", END), ("aplicacion", BANKING), ("aqui", HERE),
        ("autopago", BANKING), ("autorice", AGREE), ("autorizacion", CONSENT), ("autorizo", AGREE),
        ("avisos", TEXTS), ("baja", LIST), ("basta", CEASE | ENOUGH), ("bastan", CEASE), ("bloquear", BLOCK),
        ("bloqueo", BLOCK), ("borra", REMOVE), ("borrame", REMOVE_ME), ("borrar", REMOVE), ("borrarme", REMOVE),
        ("borre", REMOVE), ("borreme", REMOVE_ME), ("borren", REMOVE), ("borrenme", REMOVE_ME), ("cancela", END),
        ("cancelar", END), ("cancele", END), ("cancelen", END), ("cancelo", END), ("cargo", BANKING),
        ("cargos", BANKING), ("carta", PAPER), ("cartas", PAPER), ("celular", NUMBER), ("cesar", CEASE),
        ("cese", CEASE), ("cesen", CEASE), ("cheque", BANKING), ("cheques", BANKING), ("cita", BANKING),
        ("cobro", BANKING), ("cobros", BANKING), ("conosco", KNOW), ("conozco", KNOW), ("consentimiento", CONSENT),
        ("consiento", AGREE), ("contactar", CONTACTING), ("contactarme", CONTACTING), ("contacte", CONTACT),
        ("contacten", CONTACT), ("contactes", CONTACT), ("correo", PAPER), ("credito", BANKING), ("cuenta", BANKING),
        ("cuentas", BANKING), ("dame", REMOVE), ("dar", REMOVE), ("darme", REMOVE), ("darnos", REMOVE),
        ("deja", CEASE), ("dejame", LEAVE), ("dejar", CEASE), ("deje", CEASE), ("dejeme", LEAVE), ("dejen", CEASE),
        ("dejenme", LEAVE), ("dejes", CEASE), ("dejo", CEASE), ("deme", REMOVE), ("den", REMOVE), ("denme", REMOVE),
        ("deposito", BANKING), ("desactivar", END), ("desactiven", END), ("deseamos", WANT), ("deseo", WANT),
        ("desinscribir", UNSUBSCRIBE), ("desinscribirme", UNSUBSCRIBE), ("desuscribame", UNSUBSCRIBE),
        ("desuscribanme", UNSUBSCRIBE), ("desuscribir", UNSUBSCRIBE), ("desuscribirme", UNSUBSCRIBE),
        ("desuscripcion", UNSUBSCRIBE), ("detener", CEASE | END), ("detenga", CEASE), ("detengan", CEASE),
        ("deuda", BANKING), ("deudas", BANKING), ("di", OTHERWISE), ("dinero", BANKING), ("domiciliacion", BANKING),
        ("dueno", BANKING), ("el", THEM), ("elimina", REMOVE), ("eliminame", REMOVE_ME), ("eliminar", END | REMOVE),
        ("eliminarme", REMOVE), ("elimine", REMOVE), ("elimineme", REMOVE_ME), ("eliminen", REMOVE),
        ("eliminenme", REMOVE_ME), ("ella", THEM), ("ellos", THEM), ("email", PAPER), ("envian", 0),
        ("enviando", CONTACTING), ("enviandome", CONTACTING), ("enviar", CONTACTING | SEND),
        ("enviarme", CONTACTING), ("envie", CONTACT | SEND), ("envien", CONTACT | SEND), ("envies", CONTACT | SEND),
        ("equibocado", WRONG), ("equivoca", WRONG), ("equivocacion", WRONG), ("equivocada", WRONG),
        ("equivocado", WRONG), ("equivocados", WRONG), ("equivocan", WRONG), ("equivocaron", WRONG),
        ("equivoco", WRONG), ("erroneo", WRONG), ("es", BE), ("escriba", CONTACT), ("escriban", CONTACT),
        ("escribas", CONTACT), ("escriben", 0), ("escribi", OTHERWISE), ("escribiendo", CONTACTING),
        ("escribiendome", CONTACTING), ("escribir", CONTACTING), ("escribirme", CONTACTING | CONTACT),
        ("estado", PAPER), ("estados", PAPER), ("factura", BANKING | PAPER), ("facturas", PAPER), ("gustaria", WANT),
        ("hay", THERE_IS), ("hipoteca", BANKING), ("hipotecario", PLACE), ("incorrecta", WRONG),
        ("incorrecto", WRONG), ("interes", BANKING), ("interesa", WANT | INTERESTED), ("interesada", INTERESTED),
        ("interesado", INTERESTED), ("intereses", BANKING), ("jamas", NOT), ("lista", LIST), ("listas", LIST),
        ("llama", NAMED), ("llamar", CONTACTING), ("llamarme", CONTACTING), ("llame", CONTACT), ("llamen", CONTACT),
        ("llamo", NAMED), ("mandan", 0), ("mandando", CONTACTING), ("mandandome", CONTACTING),
        ("mandar", CONTACTING | SEND), ("mandarme", CONTACTING), ("mande", CONTACT | SEND),
        ("manden", CONTACT | SEND), ("mandes", CONTACT | SEND), ("mas", MORE), ("me", ME), ("membresia", BANKING),
        ("menaje", 0), ("mensages", TEXTS), ("mensaje", TEXT), ("mensajes", TEXTS), ("mensajitos", TEXTS),
        ("molestan", 0), ("molestando", CONTACTING | HARASSING), ("molestandome", CONTACTING),
        ("molestar", CONTACTING), ("molestarme", CONTACTING), ("moleste", CONTACT), ("molesten", CONTACT),
        ("molestes", CONTACT), ("msj", TEXTS), ("msjes", TEXTS), ("msjs", TEXTS), ("nada", MORE), ("nadie", ANYBODY),
        ("necesito", WANT), ("ningun", ANY), ("ninguna", ANY), ("nombre", NAMED), ("nos", ME),
        ("notificaciones", TEXTS), ("nro", NUMBER), ("numero", NUMBER), ("numeros", NUMBER), ("nunca", NOT),
        ("otro", MORE), ("pago", BANKING), ("pagos", BANKING), ("papel", PAPER), ("parar", CEASE | ENOUGH),
        ("pare", CEASE | ENOUGH), ("parele", ENOUGH), ("paren", CEASE | ENOUGH), ("parenle", CEASE | ENOUGH),
        ("pares", CEASE), ("paz", ALONE), ("pedi", AGREE), ("permiso", CONSENT), ("persona", PERSON),
        ("pertenece", BELONG), ("poliza", BANKING), ("prestamo", BANKING), ("prestamos", BANKING),
        ("puse", OTHERWISE), ("puso", OTHERWISE), ("queremos", WANT), ("quiero", WANT), ("quisiera", WANT),
        ("quita", REMOVE), ("quitame", REMOVE_ME), ("quitar", REMOVE), ("quitarme", REMOVE), ("quite", REMOVE),
        ("quiteme", REMOVE_ME), ("quiten", REMOVE), ("quitenme", REMOVE_ME), ("recibiendo", RECEIVE),
        ("recibir", RECEIVE), ("recordatorios", TEXTS), ("remover", REMOVE), ("remueva", REMOVE),
        ("remuevame", REMOVE_ME), ("remuevan", REMOVE), ("remuevanme", REMOVE_ME), ("saca", REMOVE),
        ("sacame", REMOVE_ME), ("sacar", REMOVE), ("sacarme", REMOVE), ("salir", REMOVE), ("saque", REMOVE),
        ("saqueme", REMOVE_ME), ("saquen", REMOVE), ("saquenme", REMOVE_ME), ("seguro", BANKING), ("senor", PERSON),
        ("senora", PERSON), ("siga", AGAIN), ("sigan", SEND | AGAIN), ("sigas", AGAIN), ("sms", TEXTS),
        ("solicite", AGREE), ("solicitud", BANKING), ("soy", I_AM), ("sr", TITLE), ("sra", TITLE), ("srta", TITLE),
        ("stop", CEASE), ("su", HIM), ("sucursal", BANKING), ("sus", HIM), ("suscripcion", SUBSCRIPTION),
        ("suspenda", CEASE), ("suspendan", CEASE | END), ("suspender", END), ("tarjeta", BANKING),
        ("tarjetas", BANKING), ("telefono", NUMBER), ("terminar", END), ("terminen", END), ("texteando", CONTACTING),
        ("textear", CONTACTING), ("textearme", CONTACTING), ("textee", CONTACT), ("texteen", CONTACT),
        ("textees", CONTACT), ("texten", CONTACT), ("textie", CONTACT), ("texto", TEXT), ("textos", TEXTS),
        ("tiene", LIVE), ("tranquila", ALONE), ("tranquilo", ALONE), ("transferencia", BANKING),
        ("ventanilla", BANKING), ("vive", LIVE), ("viven", LIVE), ("vuelva", AGAIN), ("vuelvan", AGAIN),
        ("vuelvas", AGAIN),
    ],
};
