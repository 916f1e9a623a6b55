from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wilayah", "0005_bendahara"),
    ]

    operations = [
        migrations.AlterField(
            model_name="penugasan",
            name="peran",
            field=models.CharField(
                choices=[
                    ("lurah", "Lurah"),
                    ("moderator", "Moderator kelurahan"),
                    ("petugas", "Petugas dinas/unit"),
                    ("fasilitator", "Fasilitator lapangan"),
                    ("camat", "Camat"),
                    ("petugas_kecamatan", "Petugas kecamatan"),
                    ("data_officer", "Petugas data (pemkot)"),
                    ("operator_kios", "Operator kios"),
                    ("admin_wilayah", "Admin wilayah"),
                    ("bendahara", "Bendahara / pengurus koperasi"),
                    ("evaluator", "Tim evaluasi independen"),
                ],
                max_length=20,
                verbose_name="peran",
            ),
        ),
    ]
